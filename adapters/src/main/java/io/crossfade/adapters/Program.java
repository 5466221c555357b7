package io.crossfade.adapters;

import io.crossfade.model.Side;
import java.util.List;

/// Somebody else's router. Both words to it say how it is to be, not what to do: they are said
/// again and again, do nothing where it is so already, and so bring back a program that was started
/// anew, or that an adapter before us has left half way.
///
/// Neither waits for transactions, and a program that does not answer is given up after a moment.
/// Not safe for use by several threads.
public interface Program extends AutoCloseable {
  /// What messages call it.
  String name();

  /// Looks whether it can be led, and changes nothing.
  ///
  /// @return what people should know
  /// @throws io.crossfade.model.CrossfadeException if it cannot
  List<String> check();

  /// New transactions wait.
  Held hold();

  /// New transactions begin on this side, or on that one where they only read, and nobody waits.
  /// Whoever starts the program by its file alone gets the same.
  ///
  /// @return how many transactions, or sessions where it knows no transactions, are still under way
  ///   elsewhere
  long lead(Side writes, Side reads);

  /// How a person ends a hold where no adapter does.
  String release();

  /// Leaves the program as it is.
  @Override
  void close();

  /// How far a hold is.
  ///
  /// @param drained whether new transactions wait, and the program has none under way that it could
  ///   wait for
  /// @param inFlight transactions, or sessions where it knows no transactions, that are under way
  record Held(boolean drained, long inFlight) {}
}
