"""Pages as PDF, for what people print and keep: statements, cheques, posters."""

from flask import Response, render_template
from werkzeug.utils import secure_filename

from app.errors import Refusal
from app.text import _


def pdf_response(template: str, *, name: str, **context: object) -> Response:
    """Render a template that extends ``print/base.html`` as a PDF to download, tagged for screen readers.

    Args:
        name: of the file, without its ending.

    Raises:
        Refusal: this server has no Pango, the part of the system that draws the letters.
    """
    try:  # it costs a second to import, and only these pages need it
        from weasyprint import HTML
    except OSError as error:
        raise Refusal(
            _("This server cannot make PDF files yet. The page itself can be printed from the browser.")
        ) from error
    made = HTML(string=render_template(template, **context), url_fetcher=_nothing_from_outside).write_pdf(
        pdf_variant="pdf/ua-1"
    )
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{secure_filename(name) or "page"}.pdf"'
    return response


def _nothing_from_outside(url: str, *_args: object, **_kwargs: object) -> dict[str, object]:
    raise ValueError(f"a printed page is whole in itself and asks for nothing: {url}")
