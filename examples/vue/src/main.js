import { createApp } from 'vue';
import Payments from './Payments.vue';

createApp(Payments).mount('#app');
