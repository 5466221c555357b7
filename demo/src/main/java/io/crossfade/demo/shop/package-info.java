/// The sample shop: its tables, its data, and the manifest of its migration.
@NullMarked
package io.crossfade.demo.shop;

import org.jspecify.annotations.NullMarked;
