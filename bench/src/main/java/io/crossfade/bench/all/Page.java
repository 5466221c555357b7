package io.crossfade.bench.all;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

/// A page, written by people but for what lies between two lines of it.
record Page(Path file, String before, String after) {
  static final String BEGIN = "<!-- written by `./crossfade bench all` from here -->\n";
  static final String END = "<!-- to here -->\n";

  static Page read(Path file) throws IOException {
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END, Math.max(0, begin));
    if (begin < 0 || end < 0) {
      throw new IllegalArgumentException(
          "%s lacks the two lines between which results are written; put them where these are to stand:\n%s%s"
              .formatted(file, BEGIN, END));
    }
    return new Page(file, text.substring(0, begin + BEGIN.length()), text.substring(end));
  }

  void write(Machine machine, LocalDate day, List<Section> sections) throws IOException {
    String results = sections.stream().map(Section::text).collect(Collectors.joining("\n"));
    Files.writeString(
        file, "%s\nOn %s, %s.\n\n%s\n%s".formatted(before, day, machine.text(), results, after));
  }
}
