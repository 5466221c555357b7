/**
 * The stream: changes of one side, stitched to the copy, applied on the other in order and exactly
 * once.
 */
@NullMarked
package io.crossfade.transfer.follow;

import org.jspecify.annotations.NullMarked;
