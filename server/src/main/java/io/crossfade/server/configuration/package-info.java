/// What a server is told by its file `server.yaml`: a record for each section.
@NullMarked
package io.crossfade.server.configuration;

import org.jspecify.annotations.NullMarked;
