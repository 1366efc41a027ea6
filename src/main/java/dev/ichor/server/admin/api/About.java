package dev.ichor.server.admin.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a body or a member of it means: the same words for readers of the code and of the OpenAPI document. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT})
public @interface About {
    /** One or two sentences, with units and ranges. */
    String value();

    /** All words that the member can be; empty: any. */
    String[] words() default {};

    /** An example, as JSON. */
    String example() default "";

    /** The least number. */
    long least() default Long.MIN_VALUE;

    /** The greatest number. */
    long most() default Long.MAX_VALUE;
}
