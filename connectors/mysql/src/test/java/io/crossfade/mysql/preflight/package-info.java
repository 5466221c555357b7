@NullMarked
package io.crossfade.mysql.preflight;

import org.jspecify.annotations.NullMarked;
