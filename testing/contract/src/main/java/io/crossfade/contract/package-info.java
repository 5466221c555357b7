/**
 * What a database has to keep to, as tests over two real databases. A connector's own test
 * implements {@link io.crossfade.contract.ConnectorContract}, says where the databases are, and is
 * held to all of it.
 */
@NullMarked
package io.crossfade.contract;

import org.jspecify.annotations.NullMarked;
