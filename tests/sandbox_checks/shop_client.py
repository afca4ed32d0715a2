"""A plain caller of the sandbox, with none of our own client's care."""

from typing import Any

import requests

from tests.sandbox import Sandbox

LOOK_UP = """query LookUp($q: String!, $first: Int = 5, $after: String) {
  orders(first: $first, after: $after, query: $q, sortKey: CREATED_AT) {
    pageInfo { hasNextPage endCursor } nodes { id name email } } }"""
ORDER = """query Order($id: ID!) { order(id: $id) {
  id name updatedAt email displayFulfillmentStatus returnStatus cancelReason
  lineItems(first: 5) { nodes { id title quantity currentQuantity unfulfilledQuantity image { url } } }
  fulfillments(first: 5) { id name status displayStatus deliveredAt
    trackingInfo(first: 5) { company number url } events(first: 10) { nodes { status happenedAt city } }
    fulfillmentLineItems(first: 5) { nodes { quantity } } } } }"""
WORK = """query Work($id: ID!) { order(id: $id) { fulfillmentOrders(first: 10, displayable: true) { nodes {
  id status requestStatus fulfillAt fulfillmentHolds { reason } deliveryMethod { methodType }
  assignedLocation { name city countryCode location { id } }
  lineItems(first: 10) { nodes { id remainingQuantity } } fulfillments(first: 5) { nodes { id } } } } } }"""


class Caller:
    """Posts queries with one token and keeps the connection."""

    def __init__(self, sandbox: Sandbox, token: str | None = "shpat_sandbox") -> None:
        self.sandbox = sandbox
        self.token = token
        self.session = requests.Session()

    def post(
        self,
        query: str,
        variables: dict[str, Any] | None = None,
        *,
        version: str | None = "2026-10",
        **headers: str,
    ) -> requests.Response:
        """The raw reply; header names are given with underscores."""
        path = f"/admin/api/{version}/graphql.json" if version else "/admin/api/graphql.json"
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token is not None:
            sent["X-Shopify-Access-Token"] = self.token
        return self.session.post(
            self.sandbox.url + path,
            json={"query": query, "variables": variables or {}},
            headers=sent,
            timeout=10,
        )

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The reply's JSON."""
        payload: dict[str, Any] = self.post(query, variables).json()
        return payload

    def names(self, query: str) -> list[str]:
        """Names of the orders a search finds."""
        return [node["name"] for node in self.ask(LOOK_UP, q=query, first=50)["data"]["orders"]["nodes"]]

    def order(self, name: str) -> dict[str, Any]:
        """One order, by the name it bears."""
        payload: dict[str, Any] = self.ask(ORDER, id=self.sandbox.state.order(name).id)["data"]["order"]
        return payload

    def work(self, name: str) -> list[dict[str, Any]]:
        """Its fulfillment orders."""
        payload = self.ask(WORK, id=self.sandbox.state.order(name).id)
        nodes: list[dict[str, Any]] = payload["data"]["order"]["fulfillmentOrders"]["nodes"]
        return nodes

    def control(self, **switches: Any) -> dict[str, Any]:
        """Set switches over HTTP."""
        payload: dict[str, Any] = self.session.post(
            f"{self.sandbox.url}/__control__", json=switches, timeout=10
        ).json()
        return payload
