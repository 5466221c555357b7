/// Adapters as a manifest describes them.
@NullMarked
package io.crossfade.cli.adapter;

import org.jspecify.annotations.NullMarked;
