/// Data that nobody made for us, with the habits of those who made it.
@NullMarked
package io.crossfade.demo.sample;

import org.jspecify.annotations.NullMarked;
