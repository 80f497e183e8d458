"""The JSON Schemas of an exported environment's models."""

import json

from review_env import ReviewAction, ReviewObservation, ReviewState

models = {"action": ReviewAction, "observation": ReviewObservation, "state": ReviewState}
print(json.dumps({name: model.model_json_schema() for name, model in models.items()}))
