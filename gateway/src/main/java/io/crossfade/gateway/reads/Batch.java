package io.crossfade.gateway.reads;

import io.crossfade.gateway.wire.Refusal;
import io.crossfade.gateway.wire.Texts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a client has sent at once, if it is one statement and nothing else: a Query, or messages of
/// the extended protocol that run one statement to its end, up to their Sync.
///
/// @param statement the name of the prepared statement that is run
/// @param text of the statement, each byte a character; empty if it was prepared before
/// @param parse where the body of its Parse stands
/// @param parameters where the values of its Bind stand
public record Batch(Kind kind, String statement, String text, Span parse, Span parameters) {
  public enum Kind {
    QUERY,
    /// Prepares a statement without a name, and runs it.
    PARSED,
    /// Runs one that was prepared before.
    PREPARED
  }

  /// A part of the bytes.
  public record Span(int at, int length) {
    static final Span NONE = new Span(0, 0);

    public byte[] of(ByteBuf in) {
      return ByteBufUtil.getBytes(in, in.readerIndex() + at, length);
    }
  }

  /// Types from this number on are made by users, and have other numbers on the other side.
  private static final int FIRST_OWN_TYPE = 16_384;

  private static final int HEAD = 5;

  /// Null for everything else. What is malformed is everything else too: the database says so.
  public static @Nullable Batch read(ByteBuf in) {
    try {
      return new Reading(in.slice()).batch();
    } catch (Refusal | IndexOutOfBoundsException malformed) {
      return null;
    }
  }

  /// The text in the body of a Parse without a name; null if it has one, or if it speaks of types
  /// that users have made.
  public static @Nullable String unnamed(ByteBuf parse) {
    if (!Texts.bytes(parse).isEmpty()) {
      return null;
    }
    String text = Texts.bytes(parse);
    for (int left = parse.readUnsignedShort(); left > 0; left--) {
      if (Integer.compareUnsigned(parse.readInt(), FIRST_OWN_TYPE) >= 0) {
        return null;
      }
    }
    return text;
  }

  private static final class Reading {
    private final ByteBuf in;
    private @Nullable String text;
    private @Nullable String bound;
    private Span parse = Span.NONE;
    private Span parameters = Span.NONE;
    private boolean executed;

    Reading(ByteBuf in) {
      this.in = in;
    }

    @Nullable Batch batch() {
      while (in.readableBytes() >= HEAD) {
        int type = in.readUnsignedByte();
        int length = in.readInt() - 4;
        if (length < 0 || length > in.readableBytes()) {
          return null;
        }
        int at = in.readerIndex();
        ByteBuf body = in.readSlice(length);
        boolean last = !in.isReadable();
        switch (type) {
          case 'Q' -> {
            return last && text == null && bound == null ? query(body) : null;
          }
          case 'S' -> {
            return last && executed ? extended() : null;
          }
          default -> {
            if (!takes(type, at, body)) {
              return null;
            }
          }
        }
      }
      return null;
    }

    private static Batch query(ByteBuf body) {
      return new Batch(Kind.QUERY, "", Texts.bytes(body), Span.NONE, Span.NONE);
    }

    private @Nullable Batch extended() {
      if (bound == null) {
        return null;
      }
      if (text == null) {
        return new Batch(Kind.PREPARED, bound, "", parse, parameters);
      }
      return bound.isEmpty() ? new Batch(Kind.PARSED, "", text, parse, parameters) : null;
    }

    /// Whether it belongs to one run of one statement.
    private boolean takes(int type, int at, ByteBuf body) {
      return switch (type) {
        case 'P' -> text == null && bound == null && parse(at, body);
        case 'B' -> bound == null && bind(at, body);
        case 'D' -> bound != null && !executed && body.readByte() == 'P' && isUnnamed(body);
        case 'E' -> bound != null && !executed && execute(body);
        default -> false;
      };
    }

    private boolean parse(int at, ByteBuf body) {
      parse = new Span(at, body.readableBytes());
      text = unnamed(body);
      return text != null;
    }

    private boolean bind(int at, ByteBuf body) {
      if (!isUnnamed(body)) {
        return false;
      }
      bound = Texts.bytes(body);
      int from = body.readerIndex();
      body.skipBytes(2 * body.readUnsignedShort());
      for (int left = body.readUnsignedShort(); left > 0; left--) {
        body.skipBytes(Math.max(0, body.readInt()));
      }
      parameters = new Span(at + from, body.readerIndex() - from);
      return true;
    }

    /// To the end: whoever asks for some of the rows will ask for the others.
    private boolean execute(ByteBuf body) {
      executed = true;
      return isUnnamed(body) && body.readInt() == 0;
    }

    private static boolean isUnnamed(ByteBuf body) {
      return Texts.bytes(body).isEmpty();
    }
  }

  /// A statement's text as people mean it; null if nobody here knows how to read its bytes.
  ///
  /// @param encoding the client's
  public static @Nullable String decoded(String bytes, @Nullable String encoding) {
    if ("UTF8".equals(encoding)) {
      return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
    return bytes.chars().allMatch(c -> c < 0x80) ? bytes : null;
  }
}
