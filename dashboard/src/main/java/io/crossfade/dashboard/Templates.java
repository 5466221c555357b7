package io.crossfade.dashboard;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/// The pages and their parts, made of `src/main/jte`. Whatever is put into one is text there,
/// whatever it holds.
final class Templates {
  private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

  String html(String name, Map<String, Object> params) {
    StringOutput output = new StringOutput();
    engine.render(name + ".jte", params, output);
    return output.toString();
  }
}
