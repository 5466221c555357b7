package io.crossfade.gateway.session;

import io.crossfade.gateway.reads.Batch;
import io.crossfade.gateway.reads.Read;
import io.crossfade.gateway.wire.Messages;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The statements that a session runs, with their texts and what they were prepared with.
final class AskedStatements {
  private static final int MOST_NAMES = 1_000;

  private final SideReads reads;
  private final Unnamed unnamed;

  /// All that was prepared with a name when the database was asked last.
  private Map<String, SessionState.Prepared> prepared = Map.of();

  /// Names for whose sake it was asked.
  private final Set<String> askedNames = new HashSet<>();

  AskedStatements(SideReads reads, Unnamed unnamed) {
    this.reads = reads;
    this.unnamed = unnamed;
  }

  void learn(Map<String, SessionState.Prepared> now) {
    prepared = now;
  }

  /// A prepared statement that nobody here has heard of: the database knows it.
  boolean isUnheard(Batch batch) {
    return batch.kind() == Batch.Kind.PREPARED
        && !batch.statement().isEmpty()
        && !prepared.containsKey(batch.statement())
        && askedNames.size() < MOST_NAMES
        && askedNames.add(batch.statement());
  }

  /// Null if it is not known to be one that only reads.
  @Nullable Asked find(ByteBuf in, Batch batch, @Nullable String encoding) {
    SessionState.Prepared named = null;
    List<String> types = List.of();
    String text = batch.text();
    if (batch.kind() == Batch.Kind.PREPARED && batch.statement().isEmpty()) {
      text = unnamed.isKnown() ? Batch.unnamed(unnamed.body()) : null;
    } else if (batch.kind() == Batch.Kind.PREPARED) {
      named = prepared.get(batch.statement());
      types = named == null ? null : reads.types(named.types());
      text = named == null ? null : named.statement();
    }
    if (text == null || types == null) {
      return null;
    }
    String decoded = Batch.decoded(text, encoding);
    Read read = decoded == null ? null : reads.find(decoded);
    return read == null ? null : new Asked(in, batch, read, named, types);
  }

  /// Prepares it on the other side, where it is not.
  ///
  /// @return how many answers that makes
  int prepare(ByteBuf out, Asked asked, OtherSide there) {
    if (asked.batch().kind() != Batch.Kind.PREPARED) {
      return 0;
    }
    if (asked.prepared() != null) {
      return there.prepare(out, asked.prepared(), asked.types());
    }
    unnamed.write(out);
    return 1;
  }

  /// What both databases are asked later: the same, without a name and with its rows as text.
  byte[] question(Asked asked) {
    if (asked.batch().kind() == Batch.Kind.QUERY) {
      return ByteBufUtil.getBytes(asked.in());
    }
    ByteBuf out = Unpooled.buffer();
    if (asked.batch().kind() == Batch.Kind.PARSED) {
      byte[] parse = asked.batch().parse().of(asked.in());
      out.writeByte('P').writeInt(4 + parse.length).writeBytes(parse);
    } else if (asked.prepared() != null) {
      Messages.parse(out, "", asked.prepared().statement(), asked.types());
    } else {
      unnamed.write(out);
    }
    Messages.runForText(out, asked.batch().parameters().of(asked.in()));
    return ByteBufUtil.getBytes(out);
  }
}
