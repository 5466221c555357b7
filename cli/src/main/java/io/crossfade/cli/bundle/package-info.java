/// What is sent to somebody who helps from afar: no secrets, and nothing of any row.
@NullMarked
package io.crossfade.cli.bundle;

import org.jspecify.annotations.NullMarked;
