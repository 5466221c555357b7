package io.crossfade.gateway.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Writes the messages that the gateway itself sends.
public final class Messages {
  private Messages() {}

  public static void fatal(ByteBuf to, Refusal refusal) {
    int start = begin(to, 'E');
    field(to, 'S', "FATAL");
    field(to, 'V', "FATAL");
    field(to, 'C', refusal.state());
    field(to, 'M', refusal.text());
    to.writeByte(0);
    end(to, start);
  }

  /// AuthenticationOk, SASL and the like.
  public static void authentication(ByteBuf to, int code, byte[] data) {
    int start = begin(to, 'R');
    to.writeInt(code);
    to.writeBytes(data);
    end(to, start);
  }

  public static void parameterStatus(ByteBuf to, String name, String value) {
    int start = begin(to, 'S');
    Texts.write(to, name);
    Texts.write(to, value);
    end(to, start);
  }

  public static void backendKey(ByteBuf to, long key) {
    int start = begin(to, 'K');
    to.writeLong(key);
    end(to, start);
  }

  public static void readyForQuery(ByteBuf to) {
    int start = begin(to, 'Z');
    to.writeByte('I');
    end(to, start);
  }

  /// That 3.0 is spoken, and none of these options.
  public static void negotiate(ByteBuf to, List<String> unknown) {
    int start = begin(to, 'v');
    to.writeInt(StartupMessage.VERSION);
    to.writeInt(unknown.size());
    unknown.forEach(name -> Texts.write(to, name));
    end(to, start);
  }

  public static void startup(
      ByteBuf to, String user, String database, Map<String, String> settings) {
    int start = to.writerIndex();
    to.writeInt(0);
    to.writeInt(StartupMessage.VERSION);
    Texts.write(to, "user");
    Texts.write(to, user);
    Texts.write(to, "database");
    Texts.write(to, database);
    settings.forEach((name, value) -> {
      Texts.write(to, name);
      Texts.write(to, value);
    });
    to.writeByte(0);
    end(to, start);
  }

  public static void cancel(ByteBuf to, byte[] key) {
    to.writeInt(8 + key.length);
    to.writeInt(StartupCodes.CANCEL);
    to.writeBytes(key);
  }

  public static void password(ByteBuf to, byte[] answer) {
    int start = begin(to, 'p');
    to.writeBytes(answer);
    end(to, start);
  }

  /// The first answer of SASL names its mechanism.
  public static void saslFirst(ByteBuf to, String mechanism, String first) {
    int start = begin(to, 'p');
    Texts.write(to, mechanism);
    byte[] bytes = first.getBytes(StandardCharsets.UTF_8);
    to.writeInt(bytes.length);
    to.writeBytes(bytes);
    end(to, start);
  }

  public static void terminate(ByteBuf to) {
    end(to, begin(to, 'X'));
  }

  /// Of bytes in the client's encoding, each a character of ISO 8859-1.
  public static void query(ByteBuf to, String sql) {
    int start = begin(to, 'Q');
    bytes(to, sql);
    end(to, start);
  }

  /// The same.
  ///
  /// @param types numbers of the parameters' types
  public static void parse(ByteBuf to, String name, String sql, List<String> types) {
    int start = begin(to, 'P');
    bytes(to, name);
    bytes(to, sql);
    to.writeShort(types.size());
    types.forEach(type -> to.writeInt(Integer.parseUnsignedInt(type)));
    end(to, start);
  }

  /// Carries one command out that has neither parameters nor rows; several at once are refused.
  public static void runOnce(ByteBuf to, String sql) {
    parse(to, "", sql, List.of());
    int bind = begin(to, 'B');
    to.writeZero(8);
    end(to, bind);
    int execute = begin(to, 'E');
    to.writeZero(5);
    end(to, execute);
  }

  /// Asks by a statement of this name, which is there for that long only: a Query, or a statement
  /// without a name, would take the place of the client's own without a name. Needs a Sync.
  public static void ask(ByteBuf to, String name, String sql) {
    closeStatement(to, name); // left by one that failed
    parse(to, name, sql, List.of());
    int bind = begin(to, 'B');
    to.writeByte(0);
    bytes(to, name);
    to.writeZero(6);
    end(to, bind);
    int execute = begin(to, 'E');
    to.writeZero(5);
    end(to, execute);
    closeStatement(to, name);
  }

  /// Lets the database plan a statement without running it, by the place of the one without a name,
  /// which is empty then. All parameters are NULL.
  public static void plan(ByteBuf to, String sql, int parameters) {
    parse(to, "", sql, List.of());
    int bind = begin(to, 'B');
    to.writeShort(0); // two empty names
    to.writeShort(0);
    to.writeShort(parameters);
    for (int i = 0; i < parameters; i++) {
      to.writeInt(-1);
    }
    to.writeShort(0);
    end(to, bind);
    closeStatement(to, "");
    sync(to);
  }

  /// Prepares it anew, whatever had its name. Two answers.
  public static void prepareAnew(ByteBuf to, String name, String sql, List<String> types) {
    closeStatement(to, name);
    parse(to, name, sql, types);
  }

  /// Runs the statement without a name; its rows come as text.
  ///
  /// @param parameters as they stood in a Bind
  public static void runForText(ByteBuf to, byte[] parameters) {
    int bind = begin(to, 'B');
    to.writeShort(0); // two empty names
    to.writeBytes(parameters);
    to.writeShort(0);
    end(to, bind);
    int describe = begin(to, 'D');
    to.writeByte('P').writeByte(0);
    end(to, describe);
    int execute = begin(to, 'E');
    to.writeZero(5);
    end(to, execute);
    sync(to);
  }

  private static void closeStatement(ByteBuf to, String name) {
    int start = begin(to, 'C');
    to.writeByte('S');
    bytes(to, name);
    end(to, start);
  }

  public static void sync(ByteBuf to) {
    end(to, begin(to, 'S'));
  }

  private static void bytes(ByteBuf to, String text) {
    to.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    to.writeByte(0);
  }

  /// @return where its length stands, for [#end]
  private static int begin(ByteBuf to, char type) {
    to.writeByte(type);
    int start = to.writerIndex();
    to.writeInt(0);
    return start;
  }

  private static void end(ByteBuf to, int start) {
    to.setInt(start, to.writerIndex() - start);
  }

  private static void field(ByteBuf to, char kind, String value) {
    to.writeByte(kind);
    Texts.write(to, value);
  }
}
