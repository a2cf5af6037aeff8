"""A clock that entries share with touches between them; until now every entry was a tick."""

from django.db import migrations, models
from django.db.models import F


def begin_where_the_entries_end(apps, schema_editor):
    """So far the ticks are the entries."""
    apps.get_model("record", "LogHead").objects.using(schema_editor.connection.alias).update(tick=F("size"))


class Migration(migrations.Migration):

    dependencies = [("record", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="loghead",
            name="tick",
            field=models.BigIntegerField(default=0, help_text="goes up with every entry and with every touch between them"),
        ),
        migrations.RunPython(begin_where_the_entries_end, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Touch",
            fields=[
                ("tick", models.BigIntegerField(primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(help_text="seq of the last entry before it")),
                ("keys", models.JSONField(help_text="press keys of those pages")),
                ("withdraws", models.BooleanField(default=False, help_text="nobody may see again what was there before")),
            ],
            options={"verbose_name_plural": "touches"},
        ),
    ]
