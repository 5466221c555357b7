package io.crossfade.server.configuration;

import io.crossfade.engine.manifest.Problems;
import io.crossfade.engine.manifest.YamlNode;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.tls.Certificate;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How what goes over the network is encrypted.
///
/// @param certificate null where a proxy does it
public record Tls(@Nullable Certificate certificate) {
  static Tls of(YamlNode.Fields section, Path directory, Problems problems) {
    String chain = section.optionalText("certificate");
    String key = section.optionalText("key");
    boolean byProxy = Boolean.parseBoolean(section.optionalText("byProxy"));
    if (byProxy && chain == null && key == null) {
      return new Tls(null);
    }
    if (byProxy || chain == null || key == null) {
      problems.add(
          ErrorCode.CONFIGURATION_INVALID,
          section.at(),
          "tls does not say how",
          "write `{certificate: FILE, key: FILE}`, or `{byProxy: true}` where a proxy encrypts");
      return new Tls(null);
    }
    return new Tls(
        new Certificate(directory.resolve(chain).normalize(), directory.resolve(key).normalize()));
  }
}
