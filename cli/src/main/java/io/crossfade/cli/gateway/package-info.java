/// The gateway of a manifest: what it is made of, and what it is started by.
@NullMarked
package io.crossfade.cli.gateway;

import org.jspecify.annotations.NullMarked;
