/**
 * The rules of the stitch (docs/stitch.md), each as a forced interleaving on real servers. {@code
 * e2e/guards} takes the guards out one by one and demands that these tests then fail.
 */
@NullMarked
package io.crossfade.transfer.stitch;

import org.jspecify.annotations.NullMarked;
