package io.crossfade.gateway.session;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a session runs while it gets ready for the other database, to be planned there before
/// anybody waits for it: a database process that was made a moment ago has read nothing of the
/// catalog yet.
final class Recent {
  private static final int MOST = 16;
  private static final int LONGEST = 2048;

  /// One statement that has a plan. One with a semicolon within is left out, whatever it is.
  private static final Pattern PLANNED =
      Pattern.compile(
          "\\s*(select|insert|update|delete|merge|with|values)\\b[^;]*;?\\s*",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PARAMETER = Pattern.compile("\\$([0-9]{1,5})");

  /// @param text bytes in the client's encoding, each a character of ISO 8859-1
  record Statement(String text) {
    /// At least as many as it has: a number within a text counts too.
    int parameters() {
      int most = 0;
      for (Matcher found = PARAMETER.matcher(text); found.find(); ) {
        most = Math.max(most, Integer.parseInt(found.group(1)));
      }
      return most;
    }
  }

  private final List<Statement> statements = new ArrayList<>();
  private boolean listens;

  /// From now on.
  void listen() {
    statements.clear();
    listens = true;
  }

  boolean listens() {
    return listens;
  }

  boolean isEmpty() {
    return statements.isEmpty();
  }

  /// And hears no more.
  List<Statement> take() {
    listens = false;
    List<Statement> taken = List.copyOf(statements);
    statements.clear();
    return taken;
  }

  /// @param text ends with a zero; of a Parse the name comes first
  void heard(ByteBuf body, boolean afterName) {
    int from = body.readerIndex();
    if (afterName) {
      from += Math.max(0, body.bytesBefore((byte) 0)) + 1;
    }
    int length = body.indexOf(from, body.writerIndex(), (byte) 0) - from;
    if (length > 0 && length <= LONGEST) {
      String text = body.toString(from, length, StandardCharsets.ISO_8859_1);
      if (PLANNED.matcher(text).matches()) {
        statements.add(new Statement(text));
        listens = statements.size() < MOST;
      }
    }
  }
}
