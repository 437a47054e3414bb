"""Fields that keep a figure exactly as it was published."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from duban.engine.kernel import plain

MAX_DIGITS = 30

if TYPE_CHECKING:
    _Field = models.Field[Decimal | str | int | None, Any]
else:
    _Field = models.Field


class FigureField(_Field):
    """
    A decimal with the decimals it was published with: 65, 65.0 and 65.13 stay apart.

    PostgreSQL's unconstrained ``numeric`` keeps the scale; SQLite keeps decimals as binary floats, so
    there the figure is text. Figures are compared and added in the engine, never in SQL.
    """

    description = _("精确数值")

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Return the column type."""
        return "numeric" if connection.vendor == "postgresql" else "text"

    def get_internal_type(self) -> str:
        """Name the field for the database backends; no backend has a rule for it."""
        return "FigureField"

    def from_db_value(self, value: object, expression: object, connection: object) -> Decimal | None:  # noqa: ARG002
        """Read what the column holds."""
        return value if value is None or isinstance(value, Decimal) else Decimal(str(value))

    def to_python(self, value: object) -> Decimal | None:
        """
        Make a finite decimal of at most 30 digits.

        :raises ValidationError: if it is none
        """
        if value is None or value == "":
            return None
        if isinstance(value, float):
            raise ValidationError(_("不接受浮点数，请给出精确数值"), code="float")
        try:
            figure = value if isinstance(value, Decimal) else Decimal(str(value))
        except InvalidOperation as error:
            raise ValidationError(
                _("不是数值：%(value)s"), code="invalid", params={"value": value}
            ) from error
        if (
            not figure.is_finite()
            or len(figure.as_tuple().digits) > MAX_DIGITS
            or abs(figure.adjusted()) > MAX_DIGITS
        ):
            raise ValidationError(_("数值过长：%(value)s"), code="too_long", params={"value": value})
        return figure

    def get_prep_value(self, value: Any) -> Any:
        """Check on the way in, whoever writes."""
        return self.to_python(super().get_prep_value(value))

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Write text where the database has no exact decimal."""
        figure = value if prepared else self.get_prep_value(value)
        if figure is None or connection.vendor == "postgresql":
            return figure
        return plain(figure)

    def value_to_string(self, obj: models.Model) -> str:
        """Write the figure for a fixture."""
        value = self.value_from_object(obj)
        return "" if value is None else plain(value)
