package io.crossfade.adapters.pgbouncer;

import io.crossfade.adapters.LocalSocket;
import io.crossfade.adapters.pgbouncer.Frames.Frame;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A session on PgBouncer's admin console, which knows PostgreSQL's simple protocol and nothing
/// else. (No driver of PostgreSQL logs in there without a `SET` that the console refuses.)
final class Console implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final PgBouncerSettings.Login login;
  private final LocalSocket socket;
  private final Frames frames;

  private Console(PgBouncerSettings.Login login, LocalSocket socket) {
    this.login = login;
    this.socket = socket;
    this.frames = new Frames(socket);
  }

  static Console open(PgBouncerSettings.Login login) {
    LocalSocket socket = null;
    try {
      socket = LocalSocket.open(address(login));
      Console console = new Console(login, socket);
      socket.within(
          PATIENCE,
          _ -> {
            new ConsoleLogin(login, console.frames).run();
            return console.untilReady();
          });
      return console;
    } catch (IOException e) {
      if (socket != null) {
        socket.close();
      }
      throw failed(login, "cannot be asked", e);
    }
  }

  private static SocketAddress address(PgBouncerSettings.Login login) throws IOException {
    return login.host().startsWith("/")
        ? LocalSocket.unix(Path.of(login.host(), ".s.PGSQL." + login.port()))
        : LocalSocket.loopback(login.host(), login.port());
  }

  void run(String command) {
    List<Map<String, String>> _ = asked(command);
  }

  /// A command that may take any time, until it is closed.
  void runPatiently(String command) {
    try {
      List<Map<String, String>> _ = talked(command);
    } catch (IOException e) {
      throw failed(login, "has not done " + command, e);
    }
  }

  /// The rows of a `SHOW`, by the names of their columns; NULL is an empty text.
  List<Map<String, String>> show(String what) {
    return asked("SHOW " + what);
  }

  private List<Map<String, String>> asked(String command) {
    try {
      return socket.within(PATIENCE, _ -> talked(command));
    } catch (IOException e) {
      throw failed(login, "has not done " + command, e);
    }
  }

  private List<Map<String, String>> talked(String command) throws IOException {
    frames.send('Q', Frames.terminated(command));
    return untilReady();
  }

  private List<Map<String, String>> untilReady() throws IOException {
    List<String> columns = List.of();
    List<Map<String, String>> rows = new ArrayList<>();
    Refused refused = null;
    for (Frame frame = frames.next(); frame.type() != 'Z'; frame = frames.next()) {
      switch (frame.type()) {
        case 'T' -> columns = columns(frame);
        case 'D' -> rows.add(row(frame, columns));
        case 'E' -> refused = new Refused(frame);
        default -> {} // notices, parameters, that a command is complete
      }
    }
    if (refused != null) {
      throw refused;
    }
    return rows;
  }

  private static List<String> columns(Frame frame) {
    ByteBuffer body = ByteBuffer.wrap(frame.body());
    List<String> columns = new ArrayList<>();
    for (int left = body.getShort(); left > 0; left--) {
      columns.add(Frame.text(body));
      body.position(body.position() + 18);
    }
    return columns;
  }

  private static Map<String, String> row(Frame frame, List<String> columns) {
    ByteBuffer body = ByteBuffer.wrap(frame.body());
    int count = body.getShort();
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < count; i++) {
      byte[] value = new byte[Math.max(0, body.getInt())];
      body.get(value);
      row.put(columns.get(i), new String(value, StandardCharsets.UTF_8));
    }
    return row;
  }

  private static CrossfadeException failed(
      PgBouncerSettings.Login login, String what, IOException e) {
    boolean password = e instanceof Refused refused && refused.isOfPassword();
    return new CrossfadeException(
        ErrorCode.CONFIGURATION_INVALID,
        "PgBouncer's console at %s:%d, asked as %s, %s: %s%s"
            .formatted(
                login.host(),
                login.port(),
                login.user(),
                what,
                e.getMessage() == null ? "it has hung up" : e.getMessage(),
                password
                    ? ". Correct the password, or the user's line in PgBouncer's auth_file"
                    : ""),
        e);
  }

  /// At once, also while somebody waits for an answer.
  @Override
  public void close() {
    socket.close();
  }
}
