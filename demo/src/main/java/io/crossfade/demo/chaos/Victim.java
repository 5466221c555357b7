package io.crossfade.demo.chaos;

import java.util.List;

/// Something that faults happen to, one at a time.
interface Victim {
  String name();

  /// The faults that it can have.
  List<Fault> faults();

  /// Has the fault for so long, and then is made to work again. Returns when it is.
  void suffer(Fault fault, Pause pause) throws InterruptedException;

  /// How long a fault lasts. Cut short when the faults are over.
  interface Pause {
    void take() throws InterruptedException;
  }
}
