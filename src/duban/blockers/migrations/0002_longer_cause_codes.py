from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("blockers", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="blocker",
            name="cause",
            field=models.CharField(max_length=32, verbose_name="原因"),
        ),
        migrations.AlterField(
            model_name="cause",
            name="code",
            field=models.SlugField(max_length=32, verbose_name="编码"),
        ),
    ]
