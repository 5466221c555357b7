package io.crossfade.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What was scraped, read as strictly as Prometheus reads it.
public final class Exposition {
  private static final Pattern COMMENT =
      Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*(\\{([a-zA-Z_]\\w*=\"([^\"\\\\\\n]|\\\\[\\\\n\"])*\",?)*})?) (\\S+)");

  private final Map<String, Double> samples = new TreeMap<>();
  private final Set<String> typed = new TreeSet<>();

  public Exposition(String text) {
    for (String line : text.split("\n")) {
      Matcher comment = COMMENT.matcher(line);
      if (comment.matches()) {
        if (comment.group(1).equals("TYPE")) {
          assertThat(typed.add(comment.group(2))).as("two families: " + line).isTrue();
        }
      } else {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        double value = Double.parseDouble(sample.group(5).replace("Inf", "Infinity"));
        assertThat(samples.put(sample.group(1), value)).as("told twice: " + line).isNull();
      }
    }
  }

  /// By name and labels.
  public Map<String, Double> samples() {
    return samples;
  }

  /// Without labels.
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    samples.keySet().forEach(sample -> names.add(sample.replaceFirst("\\{.*", "")));
    return names;
  }
}
