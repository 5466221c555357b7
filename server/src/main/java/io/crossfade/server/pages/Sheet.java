package io.crossfade.server.pages;

import io.crossfade.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// One page of HTML that is being written. Whatever is put into it is text and never markup.
public final class Sheet {
  private static final String STYLE =
      """
      :root{color-scheme:light dark}
      body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
      h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
      table{border-collapse:collapse;width:100%;font-size:.9rem}
      th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #8886;overflow-wrap:anywhere}
      progress{width:100%;height:1.2rem}
      .now{font-weight:bold}.later{opacity:.6}
      @media print{body{max-width:none;margin:0}h2{break-after:avoid}tr{break-inside:avoid}}\
      """;

  /// Nothing but its own style: not a script, a picture or another address.
  public static final String POLICY =
      "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
          .formatted(digest());

  private final StringBuilder html = new StringBuilder();

  /// @param head further elements of the head, which are markup
  public Sheet(String title, String head) {
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
        .append("<meta name=\"robots\" content=\"noindex,nofollow\">")
        .append(head)
        .append("<title>")
        .append(escaped(title))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body>\n<h1>")
        .append(escaped(title))
        .append("</h1>\n");
  }

  public Sheet section(String title) {
    return element("h2", "", title);
  }

  public Sheet paragraph(String text) {
    return element("p", "", text);
  }

  /// @param address within the server, which is markup
  public Sheet link(String address, String text) {
    html.append("<p><a href=\"").append(address).append("\">");
    html.append(escaped(text)).append("</a></p>\n");
    return this;
  }

  /// @param kind the class of the element, which is markup; empty for none
  Sheet element(String name, String kind, String text) {
    html.append('<').append(name);
    if (!kind.isEmpty()) {
      html.append(" class=\"").append(kind).append('"');
    }
    html.append('>').append(escaped(text)).append("</").append(name).append(">\n");
    return this;
  }

  /// Says that there is nothing where there are no rows.
  public Sheet table(List<String> heads, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return paragraph("None.");
    }
    html.append("<table><thead>");
    row("th", heads);
    html.append("</thead><tbody>\n");
    rows.forEach(cells -> row("td", cells));
    html.append("</tbody></table>\n");
    return this;
  }

  private void row(String cell, List<String> texts) {
    html.append("<tr>");
    texts.forEach(text ->
        html.append('<')
            .append(cell)
            .append('>')
            .append(escaped(text))
            .append("</")
            .append(cell)
            .append('>'));
    html.append("</tr>\n");
  }

  /// @param share 0 to 1
  Sheet progress(double share) {
    html.append("<progress max=\"100\" value=\"")
        .append(Math.round(share * 100))
        .append("\"></progress>\n");
    return this;
  }

  /// The whole page.
  public String html() {
    return html + "</body></html>\n";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String digest() {
    return Base64.getEncoder().encodeToString(Sha256.of(STYLE.getBytes(StandardCharsets.UTF_8)));
  }
}
