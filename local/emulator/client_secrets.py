"""Two live secrets of an app client, which the emulator lacks: the three calls of Cognito and its token endpoint."""

import secrets
import string

from ministack.core.responses import error_response_json, json_response
from ministack.services import cognito

MOST_SECRETS = 2

# of the clients that ever rotated; what lives here is lost with the emulator.
_live = {}


def _client_of(data):
    pool, error = cognito._resolve_pool(data.get("UserPoolId"))
    if error:
        return None, error
    client = pool["_clients"].get(data.get("ClientId"))
    if client is None or not client.get("ClientSecret"):
        return None, error_response_json("ResourceNotFoundException", "User pool client does not exist.", 400)
    return client, None


def _secrets_of(client):
    """Oldest first; a client that never rotated has the one that it was made with."""
    first = {"id": "1", "value": client["ClientSecret"], "at": client["CreationDate"]}
    return _live.get(client["ClientId"]) or [first]


def _keep(client, kept):
    # what the emulator's own code compares with is the oldest one that lives.
    _live[client["ClientId"]] = kept
    client["ClientSecret"] = kept[0]["value"]


def _describe(secret):
    return {"ClientSecretId": secret["id"], "ClientSecretCreateDate": secret["at"]}


def add(data):
    client, error = _client_of(data)
    if error:
        return error
    kept = _secrets_of(client)
    if len(kept) >= MOST_SECRETS:
        return error_response_json("LimitExceededException", "The client has two secrets.", 400)
    alphabet = string.ascii_letters + string.digits
    value = data.get("ClientSecret") or "".join(secrets.choice(alphabet) for _ in range(52))
    added = {"id": secrets.token_hex(8), "value": value, "at": max(cognito._now_epoch(), kept[-1]["at"] + 1)}
    _keep(client, [*kept, added])
    shown = {} if data.get("ClientSecret") else {"ClientSecretValue": value}
    return json_response({"ClientSecretDescriptor": {**_describe(added), **shown}})


def delete(data):
    client, error = _client_of(data)
    if error:
        return error
    kept = [each for each in _secrets_of(client) if each["id"] != data.get("ClientSecretId")]
    if len(kept) == len(_secrets_of(client)):
        return error_response_json("ResourceNotFoundException", "Client secret does not exist.", 400)
    if not kept:
        return error_response_json("InvalidParameterException", "The last secret of a client stays.", 400)
    _keep(client, kept)
    return json_response({})


def list_all(data):
    client, error = _client_of(data)
    return error or json_response({"ClientSecrets": [_describe(each) for each in _secrets_of(client)]})


ACTIONS = {
    "AddUserPoolClientSecret": add,
    "DeleteUserPoolClientSecret": delete,
    "ListUserPoolClientSecrets": list_all,
}


def install():
    dispatch = cognito._dispatch_idp
    authenticate = cognito._authenticate_client

    async def dispatch_idp(action, data):
        return ACTIONS[action](data) if action in ACTIONS else await dispatch(action, data)

    def authenticate_client(headers, form):
        client_id, secret = authenticate(headers, form)
        _, _, client = cognito._find_pool_by_client_id(client_id)
        live = _secrets_of(client) if client and client.get("ClientSecret") else []
        # any live secret stands for the one that the emulator compares with.
        return client_id, client["ClientSecret"] if any(each["value"] == secret for each in live) else secret

    cognito._dispatch_idp = dispatch_idp
    cognito._authenticate_client = authenticate_client
