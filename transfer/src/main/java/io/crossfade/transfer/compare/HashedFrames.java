package io.crossfade.transfer.compare;

import io.crossfade.connector.SharedFormats;
import io.crossfade.connector.Snapshot.ByteSink;
import io.crossfade.model.values.Kind;
import io.crossfade.model.values.NormalBytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hashes rows that come as {@link SharedFormats#TYPED}: mostly the bytes of their fields. */
final class HashedFrames implements ByteSink {
  private static final VarHandle SHORT = handle(short[].class);
  private static final VarHandle INT = handle(int[].class);

  /** A signature and flags; behind them the length of what else the head holds. */
  private static final int HEAD = 15;

  private static final int DIGIT = 2;
  private static final int BEFORE_DIGITS = 8;

  private final RowHash hash = new RowHash();
  private final HashSum sum = new HashSum();

  /** By column; null where equal values have one form. */
  private final @Nullable NormalBytes[] forms;

  private byte[] number = new byte[64];
  private boolean begun;

  HashedFrames(List<Optional<Kind>> kinds) {
    this.forms =
        kinds.stream()
            .map(kind -> kind.map(NormalBytes::new).orElse(null))
            .toArray(NormalBytes[]::new);
  }

  private static VarHandle handle(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.BIG_ENDIAN);
  }

  HashSum sum() {
    return sum;
  }

  /** Whole rows. */
  @Override
  public void accept(byte[] buffer, int offset, int length) {
    int at = begun ? offset : offset + HEAD + Integer.BYTES + int32(buffer, offset + HEAD);
    begun = true;
    while (at < offset + length) {
      int fields = int16(buffer, at);
      at += Short.BYTES;
      if (fields >= 0) {
        at = row(buffer, at, fields);
      }
    }
  }

  /** Returns where the next one begins. */
  private int row(byte[] buffer, int begin, int fields) {
    int at = begin;
    hash.begin();
    for (int i = 0; i < fields; i++) {
      int size = int32(buffer, at);
      at += Integer.BYTES;
      if (size < 0) {
        hash.addNull();
      } else {
        field(i, buffer, at, at + size);
        at += size;
      }
    }
    hash.end();
    sum.add(hash);
    return at;
  }

  private void field(int column, byte[] buffer, int from, int to) {
    NormalBytes form = forms[column];
    if (form == null) {
      hash.add(buffer, from, to);
      return;
    }
    switch (form.kind().family()) {
      case DECIMAL -> decimal(buffer, from, to);
      case FLOAT -> floating(buffer, from, to);
      // The number of its version stands before the document.
      case JSON -> normal(form, buffer, from + 1, to);
      default -> normal(form, buffer, from, to);
    }
  }

  private void normal(NormalBytes form, byte[] buffer, int from, int to) {
    form.of(buffer, from, to);
    hash.add(form.bytes(), form.from(), form.to());
  }

  /** Zero has a sign, which counts for nothing. */
  private void floating(byte[] buffer, int from, int to) {
    boolean isMinusZero = buffer[from] == Byte.MIN_VALUE;
    for (int i = from + 1; i < to && isMinusZero; i++) {
      isMinusZero = buffer[i] == 0;
    }
    if (isMinusZero) {
      hash.add(new byte[to - from], 0, to - from);
    } else {
      hash.add(buffer, from, to);
    }
  }

  /**
   * In groups of four digits, with the place of the first one and a sign before: without groups
   * that are zero at either end, and without the number of digits that are shown.
   */
  private void decimal(byte[] buffer, int from, int to) {
    int first = from + BEFORE_DIGITS;
    int end = to;
    int place = int16(buffer, from + DIGIT);
    while (first < end && int16(buffer, first) == 0) {
      first += DIGIT;
      place--;
    }
    while (first < end && int16(buffer, end - DIGIT) == 0) {
      end -= DIGIT;
    }
    int length = 2 * DIGIT + end - first;
    if (number.length < length) {
      number = new byte[length];
    }
    SHORT.set(number, 0, (short) (first == end ? 0 : place));
    SHORT.set(number, DIGIT, (short) int16(buffer, from + 2 * DIGIT));
    System.arraycopy(buffer, first, number, 2 * DIGIT, end - first);
    hash.add(number, 0, length);
  }

  private static int int16(byte[] buffer, int at) {
    return (short) SHORT.get(buffer, at);
  }

  private static int int32(byte[] buffer, int at) {
    return (int) INT.get(buffer, at);
  }
}
