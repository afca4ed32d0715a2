from django.db import migrations, models


class Migration(migrations.Migration):
    """`granted` is used no more. The column stays for a version, so that processes of the version before, which write
    it, go on until they are replaced.
    """

    dependencies = [
        ('orders', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='limit',
            name='granted',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name='limit', name='granted')],
        ),
    ]
