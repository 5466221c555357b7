/// The dashboard as people meet it: in a browser.
@NullMarked
package io.crossfade.browser;

import org.jspecify.annotations.NullMarked;
