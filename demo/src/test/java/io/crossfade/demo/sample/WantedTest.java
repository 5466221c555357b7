package io.crossfade.demo.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class WantedTest {
  @Test
  void alternativesVersionsAndArchitecturesAreTold() {
    assertThat(Wanted.in("libc6 (>= 2.34) | libc6.1, python3:any (<< 3.12), awk"))
        .containsExactly(
            new Wanted(1, 1, "libc6", ">=", "2.34"),
            new Wanted(1, 2, "libc6.1", null, null),
            new Wanted(2, 1, "python3", "<<", "3.12"),
            new Wanted(3, 1, "awk", null, null));
    assertThat(Wanted.in("")).isEmpty();
  }

  @Test
  void aFieldMayGoOverSeveralLines() throws Exception {
    BufferedReader lines =
        new BufferedReader(new StringReader("\nPackage: a\nTag: x::y,\n z::w\n\nPackage: b\n"));
    Paragraph first = Paragraph.read(lines);
    Paragraph second = Paragraph.read(lines);

    assertThat(first).isNotNull();
    assertThat(first.get("Tag")).isEqualTo("x::y, z::w");
    assertThat(second).isNotNull();
    assertThat(second.get("Package")).isEqualTo("b");
    assertThat(Paragraph.read(lines)).isNull();
  }
}
