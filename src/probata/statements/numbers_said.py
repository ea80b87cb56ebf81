"""Numbers as people wrote them, in digits and back."""

from decimal import Decimal, InvalidOperation

_LARGEST = Decimal(10) ** 15


def in_digits(number: float) -> str:
    """A number in plain digits, at most six after the point; "" where it is none or too large for a claim."""
    try:
        exact = round(Decimal(repr(float(number))), 6)
    except InvalidOperation:
        return ""
    if not exact.is_finite() or abs(exact) >= _LARGEST:
        return ""
    text = format(exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def number_of(digits: str) -> int | float:
    """The number in a claim's digits: whole where it is."""
    exact = Decimal(digits)
    return int(exact) if exact == exact.to_integral_value() else float(exact)
