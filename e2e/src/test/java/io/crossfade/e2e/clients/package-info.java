/// Applications in processes of their own, which follow the routes of a migration.
@NullMarked
package io.crossfade.e2e.clients;

import org.jspecify.annotations.NullMarked;
