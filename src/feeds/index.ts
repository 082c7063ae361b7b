export { FeedAdapter } from './feed.adapter.js';
export { FeedsModule } from './feeds.module.js';
