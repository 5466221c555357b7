@NullMarked
package io.crossfade.mysql;

import org.jspecify.annotations.NullMarked;
