"""A Discord that says no more than a client has to know: what a compatible server or a proxy may leave out.

    LoopbackDiscord(bare=True)

It has no place where a bot asks about its application and does not list commands; answers name a character
set; interactions are acknowledged with an empty answer; servers stay unknown; and no payload has a part
without which a reader could still tell what happened, where, and who did it.
"""

import json
from typing import Any, Final

from aiohttp import web

from tests.platforms.discord_world import Body

MESSAGE: Final = ("id", "channel_id", "guild_id", "content", "embeds", "timestamp", "author", "mentions")
INTERACTION: Final = ("id", "application_id", "type", "data", "guild_id", "channel_id", "token")
NO_SUCH_PLACE: Final = {"message": "404: Not Found", "code": 0}
NOT_ALLOWED: Final = {"message": "405: Method Not Allowed", "code": 0}


def event(name: str, data: Any) -> Any:
    """Return an event's data with the least in it."""
    if name == "READY":
        return {"v": data["v"], "user": _user(data["user"]), "session_id": data["session_id"]}
    if name == "INTERACTION_CREATE":
        return _interaction(data)
    if name == "MESSAGE_CREATE":
        return _message(data)
    return None if name == "RESUMED" else data


def answer(request: web.Request, response: web.StreamResponse) -> web.StreamResponse:
    """Return an answer of the REST API with the least in it."""
    if request.path.endswith("/applications/@me"):
        return web.json_response(NO_SUCH_PLACE, status=404)
    if request.method == "GET" and request.path.endswith("/commands"):
        return web.json_response(NOT_ALLOWED, status=405)
    if response.status >= 400 or not isinstance(response, web.Response) or not response.body:
        return response
    if request.path.endswith("/callback"):
        return web.Response(status=204)
    found = json.loads(response.text or "")
    if request.path.endswith("/users/@me"):
        found = _user(found)
    elif "/messages" in request.path and isinstance(found, list):
        found = [_message(one) for one in found]
    elif "/messages" in request.path:
        found = {"id": found["id"], "channel_id": found["channel_id"]}
    return web.json_response(found)


def _user(data: Body) -> Body:
    return {"id": data["id"], "username": data["username"]}


def _message(data: Body) -> Body:
    kept: Body = {key: data[key] for key in MESSAGE if key in data}
    kept["author"] = _user(data["author"]) | ({"bot": True} if data["author"].get("bot") else {})
    kept["mentions"] = [_user(one) for one in data.get("mentions", [])]
    if reference := data.get("message_reference"):
        kept["message_reference"] = {"message_id": reference["message_id"]}
    return kept


def _interaction(data: Body) -> Body:
    kept: Body = {key: data[key] for key in INTERACTION if key in data}
    if member := data.get("member"):
        kept["member"] = {"user": _user(member["user"]), "permissions": member["permissions"]}
    else:
        kept["user"] = _user(data["user"])
    if message := data.get("message"):
        kept["message"] = {"id": message["id"]}
    return kept
