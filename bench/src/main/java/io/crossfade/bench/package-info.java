/// Crossfade beside the tools that a user would take instead: same rows, same servers, one run.
@NullMarked
package io.crossfade.bench;

import org.jspecify.annotations.NullMarked;
