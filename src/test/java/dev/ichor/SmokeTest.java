package dev.ichor;
import org.junit.jupiter.api.Test;
class SmokeTest { @Test void x() { org.junit.jupiter.api.Assertions.assertEquals("25", System.getProperty("java.specification.version")); } }
