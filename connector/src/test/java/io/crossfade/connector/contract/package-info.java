/** The contract suite that each connector passes against its real server. */
@NullMarked
package io.crossfade.connector.contract;

import org.jspecify.annotations.NullMarked;
