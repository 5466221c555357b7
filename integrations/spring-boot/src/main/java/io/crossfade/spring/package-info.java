/** The client in an application of Spring Boot; see docs/spring-boot.md. */
@NullMarked
package io.crossfade.spring;

import org.jspecify.annotations.NullMarked;
