package io.crossfade.gateway.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a client begins with.
///
/// @param settings what is given to the database as it came, e.g. application_name
/// @param unknown options of the protocol that nobody here knows
public record StartupMessage(
    String user,
    String database,
    Map<String, String> settings,
    int minorVersion,
    List<String> unknown) {
  /// The newest version that is spoken here, 3.0.
  public static final int VERSION = 3 << 16;

  /// Reads what follows the code of a startup packet.
  public static StartupMessage read(int code, ByteBuf body) {
    if (code >>> 16 != 3) {
      throw new Refusal(
          SqlState.FEATURE_NOT_SUPPORTED,
          "unsupported frontend protocol " + (code >>> 16) + "." + (code & 0xffff) + ": use 3.0");
    }
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    while (body.isReadable() && body.getByte(body.readerIndex()) != 0) {
      String name = Texts.read(body);
      String value = Texts.read(body);
      if (name.startsWith("_pq_.")) {
        unknown.add(name);
      } else {
        settings.put(name, value);
      }
    }
    if (body.readableBytes() != 1) {
      throw Refusal.malformed("a startup packet must end with one zero");
    }
    String user = settings.remove("user");
    if (user == null || user.isEmpty()) {
      throw new Refusal(SqlState.INVALID_AUTHORIZATION, "no user name in the startup packet");
    }
    String database = settings.remove("database");
    String asked = database == null || database.isEmpty() ? user : database;
    return new StartupMessage(user, asked, settings, code & 0xffff, unknown);
  }
}
