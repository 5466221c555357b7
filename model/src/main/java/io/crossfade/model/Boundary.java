package io.crossfade.model;

import java.io.Serializable;

/** What a snapshot has seen. */
public interface Boundary extends Serializable {
  /** Whether the snapshot has seen this transaction. */
  Inclusion includes(LoggedTransaction transaction);

  /** The text from which the connector makes an equal boundary again. */
  String encode();

  /** MAYBE exists for databases that can only bracket a snapshot; see the design's rule 6. */
  enum Inclusion {
    YES,
    NO,
    MAYBE
  }
}
