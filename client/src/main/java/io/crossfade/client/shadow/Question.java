package io.crossfade.client.shadow;

import io.crossfade.client.shadow.Arrivals.Arrival;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What both are asked.
 *
 * @param name of the experiment
 * @param primaryLeads whether the candidate follows the primary, and not the other way round
 * @param expecting awaits that the one that follows has what the other has now
 * @param valid whether still the same one follows the other
 */
record Question(
    String name,
    String key,
    Callable<?> primary,
    Callable<?> candidate,
    boolean primaryLeads,
    Callable<@Nullable Arrival> expecting,
    BooleanSupplier valid) {
  Callable<?> leading() {
    return primaryLeads ? primary : candidate;
  }

  Callable<?> following() {
    return primaryLeads ? candidate : primary;
  }
}
