"""Regions, zones and departments as they were on any day; people, posts and roles. Makes the Actor every door asks for."""
