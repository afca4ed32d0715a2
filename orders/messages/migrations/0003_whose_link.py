from django.db import migrations


def say_whose_they_are(apps, schema_editor):
    """Links that were mailed to added addresses. The link by which such a mail is left was made in the same moment."""
    links = apps.get_model("orders", "AccessLink").objects.filter(origin="mail", proof="", recipient="")
    leave_links = apps.get_model("order_messages", "LeaveLink").objects.filter(recipient__startswith="added:")
    for order_id, recipient, created_at in leave_links.values_list("order_id", "recipient", "created_at").iterator():
        links.filter(order_id=order_id, created_at=created_at).update(recipient=recipient)


class Migration(migrations.Migration):

    dependencies = [
        ('order_messages', '0002_caught_messages'),
        ('orders', '0007_whose_link'),
    ]

    operations = [migrations.RunPython(say_whose_they_are, migrations.RunPython.noop)]
