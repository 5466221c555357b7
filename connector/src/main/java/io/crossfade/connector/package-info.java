/**
 * What a database has to offer so that Crossfade can move it. One interface per capability; a
 * connector implements them all and passes the contract suite.
 */
@NullMarked
package io.crossfade.connector;

import org.jspecify.annotations.NullMarked;
