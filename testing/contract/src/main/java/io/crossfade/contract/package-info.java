/**
 * What a database has to keep to, as tests over two databases. A connector's own test implements
 * {@link io.crossfade.contract.ConnectorContract}, says where the databases are, and is held to all
 * of it. What an application does meanwhile it says in a few words of its own, {@link
 * io.crossfade.contract.ApplicationSession}, so that a database need not speak SQL. One that does
 * implements {@link io.crossfade.contract.SqlConnectorContract}, which asks more.
 */
@NullMarked
package io.crossfade.contract;

import org.jspecify.annotations.NullMarked;
