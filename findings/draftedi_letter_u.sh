#!/bin/sh
# draftedi 1.3.0 cuts the elements of a 4010 file at each capital U. In X12 the place ISA11 holds the repetition separator
# from 4020 on (element I65); before, it names who keeps the standard (I10), and says U in nearly every file. The version is
# in ISA12, which the library reads as well. The carrier's code in an 856 becomes empty, an article's number is cut in two,
# and no error comes; its own check of the envelope finds nothing.
#
# Seen:     TD503 "" and "PSN"    LIN03 "CAP-BL" and "E"
# Expected: TD503 "UPSN"          LIN03 "CAP-BLUE"
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check draftedi==1.3.0
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from draftedi.parser import parse_edi_file
from draftedi.validate import check_envelope

print("draftedi", version("draftedi"))
isa = "ISA*00*          *00*          *ZZ*WAREHOUSE      *ZZ*SHOP           *261128*0930*{}*{}*000000001*0*P*>"
segments = """ST*856*0001~BSN*00*SHIP1*20261128*0930~HL*1**S~TD5**2*UPSN*M~REF*CN*1Z999AA10123456784~HL*2*1*O~PRF*1001~
HL*3*2*I~LIN**SK*CAP-BLUE~SN1**1*EA~CTT*3~SE*12*0001~GE*1*1~IEA*1*000000001~""".replace("\n", "")


def read(standard: str, version_number: str, release: str) -> dict[str, list[str]]:
    group = f"GS*SH*WAREHOUSE*SHOP*20261128*0930*1*X*{release}"
    text = f"{isa.format(standard, version_number)}~{group}~{segments}"
    interchange = parse_edi_file(text.encode(), source="asn.edi")["interchanges"][0]
    transaction = interchange["groups"][0]["transactions"][0]
    found = check_envelope(transaction, transaction["segments"])
    print(interchange["version"], "separator:", interchange["repetition_sep"], "its own check:", found)
    return {
        segment["segment_id"]: [e["value_text"] for e in segment["elements"] if e["element_pos"] == 3]
        for segment in transaction["segments"]
        if segment["segment_id"] in ("TD5", "LIN")
    }


old, new = read("U", "00401", "004010"), read("^", "00501", "005010")
print("4010:", old)
print("5010:", new)
same = old == {"TD5": ["", "PSN"], "LIN": ["CAP-BL", "E"]} and new == {"TD5": ["UPSN"], "LIN": ["CAP-BLUE"]}
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
