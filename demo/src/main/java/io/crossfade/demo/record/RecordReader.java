package io.crossfade.demo.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads a record into one attempt per transaction, in the order in which they ended.
public final class RecordReader {
  private RecordReader() {}

  public static List<Attempt> read(Path path) throws IOException {
    String text = Files.readString(path, StandardCharsets.UTF_8);
    // What follows the last line's end was torn by a kill: that write did not return, so nothing
    // was done on its word.
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    Map<String, Attempt> open = new LinkedHashMap<>();
    List<Attempt> ended = new ArrayList<>();
    for (String line : whole.lines().toList()) {
      String[] word = line.split("\t", -1);
      String tag = word[1];
      Kind kind = Kind.valueOf(word[2]);
      if (word[0].equals("INTENT")) {
        open.put(tag, new Attempt(tag, kind, EffectText.read(word[3]), Outcome.NONE));
      } else {
        Outcome outcome = Outcome.read(Status.valueOf(word[0]), word);
        Attempt intended = open.remove(tag);
        Attempt attempt =
            intended == null ? new Attempt(tag, kind, List.of(), outcome) : intended.with(outcome);
        ended.add(attempt);
      }
    }
    ended.addAll(open.values());
    return ended;
  }
}
