package io.crossfade.client.dual;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How a DualWriter brings the other side what was written.
 *
 * @param timeout how long a write waits for its mirror; null where it does not wait
 * @param undo what takes a write back whose mirror failed; null where the ledger takes it
 * @param readBack the share of mirrors after which the other side is read and compared, 0 to 1
 * @param nanos elapsed time; no clock of any machine is ever asked
 */
record Mirroring(
    @Nullable Duration timeout,
    @Nullable Compensation undo,
    BackOff backOff,
    double readBack,
    LongSupplier nanos) {}
