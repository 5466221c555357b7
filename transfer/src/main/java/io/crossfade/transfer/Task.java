package io.crossfade.transfer;

import java.io.Serializable;

/**
 * Work on one chunk or one batch. It carries everything it needs as plain values and keeps nothing
 * in its process, so that any worker can run it, and run it again.
 */
public interface Task<R> extends Serializable {
  R run(Workplace workplace);
}
