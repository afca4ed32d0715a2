"""Who received a parcel is taken out of what a carrier writes; what happened to it stays."""

import pytest

from orders.domain.receivers import without_receiver


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Delivered, signed by J. DOE", "Delivered"),
        ("Delivered - Signed for by: MARTINEZ", "Delivered"),
        ("SIGNED BY DOE, JOHN, 2ND FLOOR", ""),
        ("Received by M SMITH", ""),
        ("Proof of delivery. Recipient: Anna Weber", "Proof of delivery"),
        ("Delivered (Receiver's name: Anna)", "Delivered"),
        ("Parcel left with neighbour Schmidt at no. 4", "Parcel"),
        ("Handed to Mr Jones", ""),
        ("Entregado. Firmado por MARIA LOPEZ", "Entregado"),
        ("Entregado a Sra. Lopez", ""),
        ("Entregado, recibido por JUAN", "Entregado"),
        ("Livré, signé par DUPONT", "Livré"),
        ("Remis à Mme Martin", ""),
        ("Zugestellt, angenommen von Weber", "Zugestellt"),
        ("Zugestellt an Nachbarn Weber", ""),
        ("Empfänger: WEBER", ""),
        ("Entregue, recebido por João", "Entregue"),
        ("Consegnato al sig. Rossi", ""),
        ("Bezorgd, getekend door DE VRIES", "Bezorgd"),
        ("配達完了 受取人：山田", "配達完了"),
        ("تم التسليم. المستلم: أحمد", "تم التسليم"),
    ],
)
def test_a_receiver_is_taken_out(written: str, kept: str) -> None:
    assert without_receiver(written) == kept


@pytest.mark.parametrize(
    "text",
    [
        "Arrived at the sorting centre in Zaragoza",
        "Received by the carrier",
        "Accepted by USPS",
        "Received by the local post office",
        "Collected by courier",
        "Delivered to a parcel locker",
        "Signature required",
        "Entregado a la agencia de transporte",
        "Übergeben an den Zusteller",
        "Designed by nobody",
        "",
    ],
)
def test_what_names_nobody_stays(text: str) -> None:
    assert without_receiver(text) == text
